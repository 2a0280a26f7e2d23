"""A client of paramiko. README.md says what it is told and what it prints."""

import socket
import sys
import threading
import time

import paramiko

REFUSED = 10
LOST = 11
PATIENCE = 30


def main(action, port, user, method, credential, argument):
    transport = paramiko.Transport(("127.0.0.1", int(port)))
    transport.banner_timeout = transport.auth_timeout = PATIENCE
    transport.start_client(timeout=PATIENCE)
    try:
        log_in(transport, user, method, credential)
        status = ACTIONS[action](transport, argument)
        read_all_that_was_sent(transport)
        return status
    except paramiko.AuthenticationException as refused:
        print("refused:", refused, file=sys.stderr)
        return REFUSED
    finally:
        transport.close()


def log_in(transport, user, method, credential):
    if method == "password":
        transport.auth_password(user, credential, fallback=False)
    elif method == "keyboard-interactive":
        transport.auth_interactive(user, lambda title, instructions, prompts: [credential for _ in prompts])
    else:
        transport.auth_publickey(user, paramiko.RSAKey.from_private_key_file(credential))


def read_all_that_was_sent(transport):
    """What the kernel would find unread at the end, it would answer with a reset."""
    transport.global_request("settled@peer", wait=True)


def execute(transport, command):
    channel = transport.open_session()
    channel.exec_command(command)
    return copy(channel)


def shell(transport, typed):
    channel = transport.open_session()
    channel.invoke_shell()
    channel.sendall(typed.replace(";", "\n") + "\n")
    return copy(channel)


def copy(channel):
    for data in iter(lambda: channel.recv(4096), b""):
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    status = channel.recv_exit_status()
    channel.close()
    return LOST if status < 0 else status


def sftp(transport, file):
    client = transport.open_sftp_client()
    client.put(file, file + ".put")
    client.get(file + ".put", file + ".got")
    let_the_server_close(client.get_channel())
    return 0


def let_the_server_close(channel):
    """Its program ends when its input does, and the server says so at a time of its own."""
    channel.shutdown_write()
    deadline = time.monotonic() + PATIENCE
    while not channel.closed:
        if time.monotonic() > deadline:
            raise TimeoutError(f"the server has not closed the channel in {PATIENCE} s")
        time.sleep(0.01)


def direct(transport, port):
    channel = transport.open_channel("direct-tcpip", ("127.0.0.1", int(port)), ("127.0.0.1", 1))
    channel.sendall(b"hello\n")
    channel.shutdown_write()
    print(channel.makefile().read().decode().strip())
    channel.close()
    return 0


def remote(transport, port):
    relays = []

    def relay(channel, origin, server):
        relays.append(threading.Thread(target=answer, args=(channel, int(port))))
        relays[-1].start()

    transport.request_port_forward("127.0.0.1", 0, relay)
    status = execute(transport, "through")
    for thread in relays:
        thread.join()
    return status


def answer(channel, port):
    with socket.create_connection(("127.0.0.1", port)) as target:
        target.sendall(channel.recv(4096))
        for data in iter(lambda: target.recv(4096), b""):
            channel.sendall(data)
    channel.close()


def rekey(transport, command):
    transport.renegotiate_keys()
    return execute(transport, command)


ACTIONS = {
    "exec": execute,
    "shell": shell,
    "sftp": sftp,
    "direct": direct,
    "remote": remote,
    "rekey": rekey,
}

sys.exit(main(*sys.argv[1:]))
