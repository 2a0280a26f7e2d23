package dev.sshpulse.cli.agents;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time as people type it: {@code 20s}, {@code 2m}, {@code 1h}. */
public final class DurationOption implements ITypeConverter<Duration> {

  // Six digits: more is a typing error, and would overflow as hours.
  private static final Pattern FORMAT = Pattern.compile("([1-9][0-9]{0,5})([smh])");

  @Override
  public Duration convert(String text) {
    Matcher matcher = FORMAT.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no length of time: give a number and a unit, such as 20s, 2m or 1h");
    }
    return Duration.parse("PT" + matcher.group(1) + matcher.group(2));
  }
}
