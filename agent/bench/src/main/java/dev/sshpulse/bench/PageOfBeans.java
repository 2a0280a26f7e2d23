package dev.sshpulse.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Beans for the JMX exporter to make a page of. The argument says how many, one series each; ends
 * with its standard input.
 */
public final class PageOfBeans {

  private PageOfBeans() {}

  /** What the exporter reads. */
  public interface SampleMBean {
    /** A figure. */
    long getValue();
  }

  private record Sample(long value) implements SampleMBean {
    @Override
    public long getValue() {
      return value;
    }
  }

  /** Runs it. */
  public static void main(String[] arguments) throws IOException, JMException {
    for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
      ManagementFactory.getPlatformMBeanServer()
          .registerMBean(
              new javax.management.StandardMBean(new Sample(i), SampleMBean.class),
              new ObjectName("bench:type=Measured,name=cause_number_" + i));
    }
    System.out.println("ready");
    System.in.read();
  }
}
