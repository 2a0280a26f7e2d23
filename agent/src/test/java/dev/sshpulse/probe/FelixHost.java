package dev.sshpulse.probe;

import java.io.File;
import java.util.HashMap;
import java.util.Map;
import org.apache.felix.framework.Felix;

/**
 * Apache Felix as it comes, with one bundle in it.
 *
 * <p>Arguments: the cache's directory, the bundle. Ends with its input.
 */
public final class FelixHost {

  private FelixHost() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, Object> storageOnly = new HashMap<>();
    storageOnly.put("org.osgi.framework.storage", arguments[0]);
    Felix felix = new Felix(storageOnly);
    felix.start();
    felix.getBundleContext().installBundle(new File(arguments[1]).toURI().toString()).start();
    System.in.read();
    felix.stop();
    felix.waitForStop(0);
  }
}
