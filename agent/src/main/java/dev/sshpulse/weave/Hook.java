package dev.sshpulse.weave;

/**
 * One row of a table of hooks: where to put a call, and which.
 *
 * <p>Rows that share a purpose are alternatives for different JDKs: one of them must fit.
 */
public final class Hook {
  final String purpose;
  final String className;
  final String method;
  final String descriptor;
  final String callee;
  final Moment moment;
  final String target;
  final String targetDescriptor;
  final Argument[] arguments;

  private Hook(
      String purpose,
      String className,
      String method,
      String descriptor,
      String callee,
      Moment moment,
      String target,
      String targetDescriptor,
      Argument[] arguments) {
    this.purpose = purpose;
    this.className = className;
    this.method = method;
    this.descriptor = descriptor;
    this.callee = callee;
    this.moment = moment;
    this.target = target;
    this.targetDescriptor = targetDescriptor;
    this.arguments = arguments;
  }

  /**
   * A row.
   *
   * @param purpose what is to be seen, in words for the report
   * @param place class and method, as {@code sun/nio/ch/Net.accept}
   * @param descriptor the method's descriptor (JVMS 4.3.3)
   * @param call the bridge's method with its descriptor, as {@code
   *     closed(Ljava/io/FileDescriptor;)V}
   */
  public static Hook on(
      String purpose,
      String place,
      String descriptor,
      Moment moment,
      String call,
      Argument... arguments) {
    int dot = place.indexOf('.');
    int parenthesis = call.indexOf('(');
    return new Hook(
        purpose,
        place.substring(0, dot),
        place.substring(dot + 1),
        descriptor,
        "",
        moment,
        call.substring(0, parenthesis),
        call.substring(parenthesis),
        arguments);
  }

  /**
   * A row that puts a bridge's method of the same descriptor in the place of a static method.
   *
   * @param place the calling class and method, as {@code sun/nio/ch/NioSocketImpl.timedAccept}
   * @param descriptor the calling method's descriptor
   * @param callee the method that is called, as {@code sun/nio/ch/Net.accept}
   */
  public static Hook instead(
      String purpose, String place, String descriptor, String callee, String calleeDescriptor) {
    int dot = place.indexOf('.');
    return new Hook(
        purpose,
        place.substring(0, dot),
        place.substring(dot + 1),
        descriptor,
        callee,
        Moment.INSTEAD,
        callee.substring(callee.indexOf('.') + 1),
        calleeDescriptor,
        new Argument[0]);
  }

  boolean isOn(String method, String descriptor) {
    return this.method.equals(method) && this.descriptor.equals(descriptor);
  }

  boolean standsInFor(String owner, String name, String descriptor) {
    return moment == Moment.INSTEAD
        && targetDescriptor.equals(descriptor)
        && callee.length() == owner.length() + 1 + name.length()
        && callee.startsWith(owner)
        && callee.endsWith(name);
  }

  @Override
  public String toString() {
    return purpose + ": " + className + "." + method + descriptor;
  }
}
