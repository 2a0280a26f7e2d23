/* Runs a program as a container runtime does under seccomp's RuntimeDefault without any capability: what the default
 * profile of containerd allows only with capabilities, or never, is refused with EPERM, and clone3 with ENOSYS, so that
 * the C library falls back to clone, whose flags can be looked at.
 *
 * Usage: restricted_pod PROGRAM ARGUMENT... */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *const refused[] = {
    "acct", "add_key", "bpf", "chroot", "clock_adjtime", "clock_settime", "create_module", "delete_module", "fanotify_init",
    "finit_module", "fsconfig", "fsmount", "fsopen", "fspick", "get_kernel_syms", "get_mempolicy", "init_module",
    "io_uring_enter", "io_uring_register", "io_uring_setup", "ioperm", "iopl", "kcmp", "kexec_file_load", "kexec_load",
    "keyctl", "lookup_dcookie", "mbind", "migrate_pages", "mount", "mount_setattr", "move_mount", "move_pages",
    "name_to_handle_at", "nfsservctl", "open_by_handle_at", "open_tree", "perf_event_open", "pidfd_getfd", "pivot_root",
    "process_madvise", "process_vm_readv", "process_vm_writev", "query_module", "quotactl", "quotactl_fd", "reboot",
    "request_key", "set_mempolicy", "set_mempolicy_home_node", "setdomainname", "sethostname", "setns", "settimeofday",
    "swapoff", "swapon", "sysfs", "syslog", "umount2", "unshare", "uselib", "userfaultfd", "ustat", "vhangup",
};

static int refuse(scmp_filter_ctx filter) {
  for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
    int number = seccomp_syscall_resolve_name(refused[i]);
    if (number != __NR_SCMP_ERROR && number >= 0 && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0) < 0) {
      return -1;
    }
  }
  static const int namespaces[] = {
      CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET,
  };
  for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++) {
    if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                         SCMP_A0(SCMP_CMP_MASKED_EQ, namespaces[i], namespaces[i])) < 0) {
      return -1;
    }
  }
  int cloned = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
  int vsock = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_EQ, AF_VSOCK));
  return cloned < 0 || vsock < 0 ? -1 : 0;
}

int main(int count, char **arguments) {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  if (count < 2 || filter == NULL || refuse(filter) < 0 || seccomp_load(filter) < 0) {
    fprintf(stderr, "restricted_pod: no program to run, or no filter to be had\n");
    return 125;
  }
  seccomp_release(filter);
  execvp(arguments[1], arguments + 1);
  perror(arguments[1]);
  return 126;
}
