// A client of golang.org/x/crypto/ssh that runs one command, as ssh does: its input is the command's, and so is its
// output. On SIGUSR1 it ends the connection with an RST.
//
// Arguments: address with port, user, file with the private key, command.
package main

import (
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/crypto/ssh"
)

func main() {
	address, user, key, command := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	connection, err := net.Dial("tcp", address)
	check(err)
	reset := make(chan os.Signal, 1)
	signal.Notify(reset, syscall.SIGUSR1)
	go func() {
		<-reset
		connection.(*net.TCPConn).SetLinger(0)
		connection.Close()
	}()
	client := logIn(connection, address, user, key)
	check(run(client, command))
	// What the kernel would find unread at the end, it would answer with a reset.
	client.SendRequest("settled@peer", true, nil)
	client.Close()
}

func logIn(connection net.Conn, address, user, file string) *ssh.Client {
	text, err := os.ReadFile(file)
	check(err)
	key, err := ssh.ParsePrivateKey(text)
	check(err)
	to, channels, requests, err := ssh.NewClientConn(connection, address, &ssh.ClientConfig{
		User:            user,
		Auth:            []ssh.AuthMethod{ssh.PublicKeys(key)},
		HostKeyCallback: ssh.InsecureIgnoreHostKey(),
	})
	check(err)
	return ssh.NewClient(to, channels, requests)
}

func run(client *ssh.Client, command string) error {
	session, err := client.NewSession()
	check(err)
	session.Stdin, session.Stdout = os.Stdin, os.Stdout
	return session.Run(command)
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "failed:", err)
		os.Exit(1)
	}
}
