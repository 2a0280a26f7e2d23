"""A client of asyncssh. README.md says what it is told and what it prints."""

import asyncio
import sys

import asyncssh

REFUSED = 10
LOST = 11


class Answers(asyncssh.SSHClient):
    """Answers each prompt of keyboard-interactive once."""

    def __init__(self, secret):
        self.secret = secret

    def kbdint_auth_requested(self):
        return ""

    def kbdint_challenge_received(self, name, instructions, lang, prompts):
        secret, self.secret = self.secret, None
        return [secret for _ in prompts] if secret else None


async def main(action, port, user, method, credential, argument):
    try:
        async with asyncssh.connect("127.0.0.1", int(port), username=user, **options(method, credential)) as connection:
            return await ACTIONS[action](connection, argument)
    except asyncssh.PermissionDenied as refused:
        print("refused:", refused, file=sys.stderr)
        return REFUSED
    except asyncssh.DisconnectError as lost:
        print("lost:", lost, file=sys.stderr)
        return LOST


def options(method, credential):
    common = {
        "known_hosts": None,
        "config": None,
        "agent_path": None,
        "preferred_auth": method,
        "password": None,
        "client_keys": None,
    }
    if method == "publickey":
        common["client_keys"] = [credential]
    elif method == "password":
        common["password"] = credential
    else:
        common["client_factory"] = lambda: Answers(credential)
    return common


async def execute(connection, command):
    return await copy(await connection.create_process(command))


async def shell(connection, typed):
    process = await connection.create_process()
    process.stdin.write(typed.replace(";", "\n") + "\n")
    return await copy(process)


async def copy(process):
    while data := await process.stdout.read(4096):
        print(data, end="", flush=True)
    await process.wait_closed()
    return LOST if process.exit_status is None else process.exit_status


async def sftp(connection, file):
    async with connection.start_sftp_client() as client:
        await client.put(file, file + ".put")
        await client.get(file + ".put", file + ".got")
    return 0


async def direct(connection, port):
    reader, writer = await connection.open_connection("127.0.0.1", int(port))
    writer.write(b"hello\n")
    writer.write_eof()
    print((await reader.read()).decode().strip())
    writer.close()
    await writer.wait_closed()
    return 0


async def remote(connection, port):
    async with await connection.forward_remote_port("127.0.0.1", 0, "127.0.0.1", int(port)):
        return await execute(connection, "through")


ACTIONS = {"exec": execute, "shell": shell, "sftp": sftp, "direct": direct, "remote": remote}

sys.exit(asyncio.run(main(*sys.argv[1:])))
