/* A client of libssh. README.md says what it is told and what it prints. */

#include <arpa/inet.h>
#include <fcntl.h>
#include <libssh/libssh.h>
#include <libssh/sftp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REFUSED = 10, LOST = 11, PATIENCE_MILLIS = 30000 };

static ssh_session session;

static void check(int good, const char *what) {
    if (!good) {
        fprintf(stderr, "%s failed: %s\n", what, ssh_get_error(session));
        exit(1);
    }
}

static int answer_prompts(const char *secret) {
    int state = ssh_userauth_kbdint(session, NULL, NULL);
    while (state == SSH_AUTH_INFO) {
        for (int i = 0; i < ssh_userauth_kbdint_getnprompts(session); i++) {
            ssh_userauth_kbdint_setanswer(session, i, secret);
        }
        state = ssh_userauth_kbdint(session, NULL, NULL);
    }
    return state;
}

static int offer_key(const char *file) {
    ssh_key key;
    check(ssh_pki_import_privkey_file(file, NULL, NULL, NULL, &key) == SSH_OK, "reading the key");
    int state = ssh_userauth_publickey(session, NULL, key);
    ssh_key_free(key);
    return state;
}

static int log_in(const char *method, const char *credential) {
    ssh_userauth_none(session, NULL); /* else it may not know yet which signatures the server takes */
    if (strcmp(method, "password") == 0) {
        return ssh_userauth_password(session, NULL, credential);
    }
    return strcmp(method, "publickey") == 0 ? offer_key(credential) : answer_prompts(credential);
}

static void copy(ssh_channel channel) {
    char data[4096];
    for (int n; (n = ssh_channel_read(channel, data, sizeof data, 0)) > 0;) {
        fwrite(data, 1, n, stdout);
        fflush(stdout);
    }
}

/* Its status, or LOST. */
static int finish(ssh_channel channel) {
    copy(channel);
    int status = ssh_channel_get_exit_status(channel);
    ssh_channel_close(channel);
    ssh_channel_free(channel);
    return status < 0 ? LOST : status;
}

static ssh_channel open_session(void) {
    ssh_channel channel = ssh_channel_new(session);
    check(ssh_channel_open_session(channel) == SSH_OK, "opening a session");
    return channel;
}

static int execute(const char *command) {
    ssh_channel channel = open_session();
    check(ssh_channel_request_exec(channel, command) == SSH_OK, "exec");
    return finish(channel);
}

static int shell(const char *typed) {
    ssh_channel channel = open_session();
    check(ssh_channel_request_shell(channel) == SSH_OK, "shell");
    for (const char *c = typed; *c; c++) {
        ssh_channel_write(channel, *c == ';' ? "\n" : c, 1);
    }
    ssh_channel_write(channel, "\n", 1);
    return finish(channel);
}

static void put(sftp_session sftp, const char *from, const char *to) {
    char data[4096];
    FILE *in = fopen(from, "r");
    sftp_file out = sftp_open(sftp, to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    check(in && out, "opening to put");
    for (size_t n; (n = fread(data, 1, sizeof data, in)) > 0;) {
        check(sftp_write(out, data, n) == (ssize_t) n, "put");
    }
    sftp_close(out);
    fclose(in);
}

static void get(sftp_session sftp, const char *from, const char *to) {
    char data[4096];
    sftp_file in = sftp_open(sftp, from, O_RDONLY, 0);
    FILE *out = fopen(to, "w");
    check(in && out, "opening to get");
    for (ssize_t n; (n = sftp_read(in, data, sizeof data)) > 0;) {
        fwrite(data, 1, n, out);
    }
    fclose(out);
    sftp_close(in);
}

/* Its program ends when its input does; whoever leaves before it has said so may reset the connection. */
static void let_the_server_close(ssh_channel channel) {
    ssh_event event = ssh_event_new();
    check(ssh_event_add_session(event, session) == SSH_OK, "waiting for the server");
    ssh_channel_send_eof(channel);
    while (!ssh_channel_is_closed(channel)) {
        check(ssh_event_dopoll(event, PATIENCE_MILLIS) == SSH_OK, "waiting for the server");
    }
    ssh_event_remove_session(event, session);
    ssh_event_free(event);
}

static int transfer(const char *file) {
    char there[1024], back[1024];
    snprintf(there, sizeof there, "%s.put", file);
    snprintf(back, sizeof back, "%s.got", file);
    sftp_session sftp = sftp_new(session);
    check(sftp && sftp_init(sftp) == SSH_OK, "sftp");
    put(sftp, file, there);
    get(sftp, there, back);
    let_the_server_close(sftp->channel);
    sftp_free(sftp);
    return 0;
}

static int direct(const char *port) {
    ssh_channel channel = ssh_channel_new(session);
    check(ssh_channel_open_forward(channel, "127.0.0.1", atoi(port), "127.0.0.1", 1) == SSH_OK, "direct-tcpip");
    ssh_channel_write(channel, "hello\n", 6);
    ssh_channel_send_eof(channel);
    copy(channel);
    ssh_channel_close(channel);
    ssh_channel_free(channel);
    return 0;
}

static int connect_to(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    int target = socket(AF_INET, SOCK_STREAM, 0);
    check(connect(target, (struct sockaddr *) &address, sizeof address) == 0, "connecting to the target");
    return target;
}

/* One greeting in, one answer out. */
static void relay(ssh_channel from, int port) {
    char data[4096];
    int target = connect_to(port);
    int greeting = ssh_channel_read(from, data, sizeof data, 0);
    check(greeting > 0 && write(target, data, greeting) == greeting, "passing the greeting on");
    for (ssize_t n; (n = read(target, data, sizeof data)) > 0;) {
        ssh_channel_write(from, data, n);
    }
    close(target);
    ssh_channel_send_eof(from);
    while (ssh_channel_read(from, data, sizeof data, 0) > 0) {
    }
    ssh_channel_close(from);
    ssh_channel_free(from);
}

static int remote(const char *port) {
    int there;
    check(ssh_channel_listen_forward(session, "127.0.0.1", 0, &there) == SSH_OK, "tcpip-forward");
    ssh_channel through = open_session();
    check(ssh_channel_request_exec(through, "through") == SSH_OK, "exec");
    ssh_channel forwarded = ssh_channel_open_forward_port(session, PATIENCE_MILLIS, NULL, NULL, NULL);
    check(forwarded != NULL, "accepting what is forwarded");
    relay(forwarded, atoi(port));
    int status = finish(through);
    check(ssh_channel_cancel_forward(session, "127.0.0.1", there) == SSH_OK, "cancel-tcpip-forward");
    return status;
}

static int act(const char *action, const char *argument) {
    if (strcmp(action, "exec") == 0) return execute(argument);
    if (strcmp(action, "shell") == 0) return shell(argument);
    if (strcmp(action, "sftp") == 0) return transfer(argument);
    if (strcmp(action, "direct") == 0) return direct(argument);
    if (strcmp(action, "remote") == 0) return remote(argument);
    fprintf(stderr, "not an action: %s\n", action);
    return 1;
}

int main(int count, char **words) {
    if (count != 7) {
        fprintf(stderr, "usage: libssh_client ACTION PORT USER METHOD CREDENTIAL ARGUMENT\n");
        return 1;
    }
    int no = 0;
    session = ssh_new();
    ssh_options_set(session, SSH_OPTIONS_HOST, "127.0.0.1");
    ssh_options_set(session, SSH_OPTIONS_PORT_STR, words[2]);
    ssh_options_set(session, SSH_OPTIONS_USER, words[3]);
    ssh_options_set(session, SSH_OPTIONS_PROCESS_CONFIG, &no);
    check(ssh_connect(session) == SSH_OK, "connecting");
    int status = REFUSED;
    if (log_in(words[4], words[5]) == SSH_AUTH_SUCCESS) {
        status = act(words[1], words[6]);
    } else {
        fprintf(stderr, "refused: %s\n", ssh_get_error(session));
    }
    ssh_disconnect(session);
    ssh_free(session);
    return status;
}
