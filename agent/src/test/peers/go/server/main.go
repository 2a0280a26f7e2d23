// A server of golang.org/x/crypto/ssh that lets everybody in. Whatever command is run, it answers with
// "CLIENT_ADDRESS CLIENT_PORT SERVER_ADDRESS SERVER_PORT", as sshd's SSH_CONNECTION has it, and then with what it is
// sent, until that ends.
//
// Argument: the address to listen at. Each line of its input is an order for the session of one client's port:
// "write PORT" sends something unasked; "reset PORT" ends the connection with an RST.
package main

import (
	"bufio"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"

	"golang.org/x/crypto/ssh"
)

// What orders can reach of one client.
type peer struct {
	connection *net.TCPConn
	channel    ssh.Channel
}

var (
	lock  sync.Mutex
	peers = map[string]peer{}
)

func main() {
	listener, err := net.Listen("tcp", os.Args[1])
	check(err)
	go obey()
	config := config()
	fmt.Println("listening")
	for {
		connection, err := listener.Accept()
		check(err)
		go serve(connection.(*net.TCPConn), config)
	}
}

func config() *ssh.ServerConfig {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	check(err)
	signer, err := ssh.NewSignerFromKey(key)
	check(err)
	config := &ssh.ServerConfig{NoClientAuth: true}
	config.AddHostKey(signer)
	return config
}

func obey() {
	orders := bufio.NewScanner(os.Stdin)
	for orders.Scan() {
		what, port, _ := strings.Cut(orders.Text(), " ")
		lock.Lock()
		peer := peers[port]
		lock.Unlock()
		switch what {
		case "write":
			go io.WriteString(peer.channel, "unasked\n")
		case "reset":
			peer.connection.SetLinger(0)
			peer.connection.Close()
		}
	}
}

func serve(connection *net.TCPConn, config *ssh.ServerConfig) {
	defer connection.Close()
	_, channels, requests, err := ssh.NewServerConn(connection, config)
	if err != nil {
		return // a client that does not finish is none
	}
	go ssh.DiscardRequests(requests)
	for asked := range channels {
		channel, requests, err := asked.Accept()
		if err != nil {
			return
		}
		go session(connection, channel, requests)
	}
}

func session(connection *net.TCPConn, channel ssh.Channel, requests <-chan *ssh.Request) {
	for request := range requests {
		run := request.Type == "exec"
		request.Reply(run, nil)
		if run {
			go echo(connection, channel)
		}
	}
}

func echo(connection *net.TCPConn, channel ssh.Channel) {
	client, clientPort, _ := net.SplitHostPort(connection.RemoteAddr().String())
	server, serverPort, _ := net.SplitHostPort(connection.LocalAddr().String())
	lock.Lock()
	peers[clientPort] = peer{connection, channel}
	lock.Unlock()
	fmt.Fprintln(channel, client, clientPort, server, serverPort)
	io.Copy(channel, channel)
	channel.SendRequest("exit-status", false, []byte{0, 0, 0, 0})
	channel.Close()
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "failed:", err)
		os.Exit(1)
	}
}
