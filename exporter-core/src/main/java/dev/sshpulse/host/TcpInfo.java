package dev.sshpulse.host;

/**
 * What TCP knows of a connection: of {@code struct tcp_info} in the kernel's {@code linux/tcp.h},
 * what we have a use for. What an older kernel does not tell is 0.
 *
 * @param rttMicros smoothed round trip time
 * @param rttVarianceMicros its mean deviation
 * @param unacked segments under way
 * @param lost segments taken for lost
 * @param retransmits of segments, in the connection's whole life
 * @param lastDataSentMillis since data was last sent
 * @param lastDataReceivedMillis since data was last received
 * @param lastAckReceivedMillis since the peer last acknowledged anything, a probe included
 * @param bytesAcked by the peer; SYN and FIN count as one each where they were
 * @param bytesReceived in order; the peer's FIN counts as one
 * @param bytesSent of data, repetitions included
 * @param bytesRetransmitted of those, the repetitions
 */
public record TcpInfo(
    long rttMicros,
    long rttVarianceMicros,
    long unacked,
    long lost,
    long retransmits,
    long lastDataSentMillis,
    long lastDataReceivedMillis,
    long lastAckReceivedMillis,
    long bytesAcked,
    long bytesReceived,
    long bytesSent,
    long bytesRetransmitted) {}
