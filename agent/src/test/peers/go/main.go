// A client of golang.org/x/crypto/ssh. README.md says what it is told and what it prints.
package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"

	"golang.org/x/crypto/ssh"
)

const (
	refused = 10
	lost    = 11
)

func main() {
	action, port, user, method, credential, argument := os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5], os.Args[6]
	client, err := ssh.Dial("tcp", "127.0.0.1:"+port, &ssh.ClientConfig{
		User:            user,
		Auth:            []ssh.AuthMethod{auth(method, credential)},
		HostKeyCallback: ssh.InsecureIgnoreHostKey(),
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "refused:", err)
		os.Exit(refused)
	}
	status := actions[action](client, argument)
	// What the kernel would find unread at the end, it would answer with a reset.
	client.SendRequest("settled@peer", true, nil)
	client.Close()
	os.Exit(status)
}

var actions = map[string]func(*ssh.Client, string) int{
	"exec":   execute,
	"shell":  shell,
	"direct": direct,
	"remote": remote,
}

func auth(method, credential string) ssh.AuthMethod {
	switch method {
	case "password":
		return ssh.Password(credential)
	case "keyboard-interactive":
		return ssh.KeyboardInteractive(func(name, instruction string, questions []string, echos []bool) ([]string, error) {
			answers := make([]string, len(questions))
			for i := range answers {
				answers[i] = credential
			}
			return answers, nil
		})
	}
	text, err := os.ReadFile(credential)
	check(err)
	key, err := ssh.ParsePrivateKey(text)
	check(err)
	return ssh.PublicKeys(key)
}

func execute(client *ssh.Client, command string) int {
	session := session(client)
	return status(session.Run(command))
}

func shell(client *ssh.Client, typed string) int {
	session := session(client)
	session.Stdin = strings.NewReader(strings.ReplaceAll(typed, ";", "\n") + "\n")
	check(session.Shell())
	return status(session.Wait())
}

func session(client *ssh.Client) *ssh.Session {
	session, err := client.NewSession()
	check(err)
	session.Stdout = os.Stdout
	return session
}

func status(err error) int {
	var exit *ssh.ExitError
	if errors.As(err, &exit) {
		return exit.ExitStatus()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "lost:", err)
		return lost
	}
	return 0
}

func direct(client *ssh.Client, port string) int {
	connection, err := client.Dial("tcp", "127.0.0.1:"+port)
	check(err)
	_, err = io.WriteString(connection, "hello\n")
	check(err)
	answer, err := io.ReadAll(connection)
	check(err)
	fmt.Print(string(answer))
	connection.Close() // says EOF where the server was first
	return 0
}

func remote(client *ssh.Client, port string) int {
	listener, err := client.Listen("tcp", "127.0.0.1:0")
	check(err)
	relayed := make(chan bool)
	go func() {
		relay(listener, port)
		close(relayed)
	}()
	status := execute(client, "through")
	<-relayed
	return status
}

func relay(listener net.Listener, port string) {
	from, err := listener.Accept()
	check(err)
	to, err := net.Dial("tcp", "127.0.0.1:"+port)
	check(err)
	go io.Copy(to, from)
	_, err = io.Copy(from, to)
	check(err)
	from.Close() // says EOF where the server was first
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "failed:", err)
		os.Exit(1)
	}
}
