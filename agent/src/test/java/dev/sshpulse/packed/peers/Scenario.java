package dev.sshpulse.packed.peers;

import static dev.sshpulse.packed.peers.Method.KEYBOARD_INTERACTIVE;
import static dev.sshpulse.packed.peers.Method.PUBLIC_KEY;

import java.util.Locale;

/** What happens in one connection; a row of the table. */
enum Scenario {
  PASSWORD(Method.PASSWORD, Login.RIGHT, Action.EXEC, "echo hello", End.DONE),
  KEYBOARD(KEYBOARD_INTERACTIVE, Login.RIGHT, Action.EXEC, "echo hello", End.DONE),
  PUBLICKEY(PUBLIC_KEY, Login.RIGHT, Action.EXEC, "echo hello", End.DONE),

  WRONG_PASSWORD(Method.PASSWORD, Login.WRONG_CREDENTIAL, Action.EXEC, "echo hello", End.REFUSED),
  WRONG_ANSWER(
      KEYBOARD_INTERACTIVE, Login.WRONG_CREDENTIAL, Action.EXEC, "echo hello", End.REFUSED),
  WRONG_KEY(PUBLIC_KEY, Login.WRONG_CREDENTIAL, Action.EXEC, "echo hello", End.REFUSED),
  UNKNOWN_USER(Method.PASSWORD, Login.UNKNOWN_USER, Action.EXEC, "echo hello", End.REFUSED),

  EXIT_STATUS(PUBLIC_KEY, Login.RIGHT, Action.EXEC, "exit 3", End.STATUS_3),
  SHELL(PUBLIC_KEY, Login.RIGHT, Action.SHELL, "echo hello;exit 3", End.STATUS_3),
  SFTP(PUBLIC_KEY, Login.RIGHT, Action.SFTP, "", End.DONE),
  SCP(PUBLIC_KEY, Login.RIGHT, Action.SCP, "", End.DONE),
  LOCAL_FORWARD(PUBLIC_KEY, Login.RIGHT, Action.DIRECT, "", End.DONE),
  REMOTE_FORWARD(PUBLIC_KEY, Login.RIGHT, Action.REMOTE, "", End.DONE),

  SERVER_KICKS(PUBLIC_KEY, Login.RIGHT, Action.EXEC, "wait", End.KICKED),
  CLIENT_VANISHES(PUBLIC_KEY, Login.RIGHT, Action.EXEC, "wait", End.KILLED),
  IDLE_TIMEOUT(PUBLIC_KEY, Login.RIGHT, Action.EXEC, "wait", End.LEFT_IDLE),
  SERVER_REKEYS(PUBLIC_KEY, Login.RIGHT, Action.EXEC, "wait", End.REKEYED),
  CLIENT_REKEYS(PUBLIC_KEY, Login.RIGHT, Action.REKEY, "echo hello", End.DONE);

  /** Whether it may come in. */
  enum Login {
    RIGHT,
    WRONG_CREDENTIAL,
    UNKNOWN_USER
  }

  /** How it comes to an end. */
  enum End {
    DONE,
    STATUS_3,
    REFUSED,
    KICKED,
    KILLED,
    LEFT_IDLE,
    REKEYED
  }

  final Method method;
  final Login login;
  final Action action;
  final String argument;
  final End end;

  Scenario(Method method, Login login, Action action, String argument, End end) {
    this.method = method;
    this.login = login;
    this.action = action;
    this.argument = argument;
    this.end = end;
  }

  /** What the client prints or fetches, without the end of its last line. */
  String result() {
    return switch (end) {
      case REFUSED -> "";
      case KICKED, KILLED, LEFT_IDLE -> "ready";
      case REKEYED -> "ready\nreleased";
      case STATUS_3 -> action == Action.SHELL ? "hello" : "";
      case DONE -> action == Action.DIRECT || action == Action.REMOTE ? "HELLO" : "hello";
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
