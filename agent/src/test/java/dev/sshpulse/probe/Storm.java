package dev.sshpulse.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Opens connections that look like SSH, some hundred at a time and both ends in this JVM, and kills
 * them while threads read and write them.
 *
 * <p>Reads lines {@code <seed> <how many> <kill> …}; when so many are dead, each of one of these
 * kills by chance, prints what was done to which ends, {@code <seed> <side> killer|victim <kill>
 * <how many>}, and then {@code over <seed>}. {@code collect garbage} does that; the input's end
 * ends it.
 */
public final class Storm {
  private static final int WORKERS = 8;
  private static final int OPEN_PER_WORKER = 30;
  private static final int MOST_CALLS = 8;
  private static final long PATIENCE_SECONDS = 150;

  private final ExecutorService threads = Executors.newCachedThreadPool(Storm::daemon);
  private final AtomicInteger dead = new AtomicInteger();

  private Storm() {}

  public static void main(String[] arguments) throws Exception {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    Storm storm = new Storm();
    System.out.println("ready");
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      if (line.equals("collect garbage")) {
        System.gc();
      } else {
        storm.rage(line.split(" "));
      }
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  private void rage(String[] words) throws Exception {
    long seed = Long.parseLong(words[0]);
    dead.set(0);
    int many = Integer.parseInt(words[1]);
    List<Kill> kills = new ArrayList<>();
    for (int i = 2; i < words.length; i++) {
      kills.add(Kill.valueOf(words[i]));
    }
    List<Future<Map<String, Integer>>> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      int share = many / WORKERS + (i < many % WORKERS ? 1 : 0);
      Random random = new Random(seed * WORKERS + i);
      workers.add(threads.submit(() -> new Worker(random, kills).kill(share)));
    }
    Map<String, Integer> done = new TreeMap<>();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    for (Future<Map<String, Integer>> worker : workers) {
      await(worker, deadline).forEach((what, often) -> done.merge(what, often, Integer::sum));
    }
    done.forEach((what, often) -> System.out.println(seed + " " + what + " " + often));
    System.out.println("over " + seed);
  }

  /** Says how much is done and where everybody is if it takes too long. */
  private <T> T await(Future<T> worker, long deadline) throws Exception {
    try {
      return worker.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "%d dead after %d s%n%s".formatted(dead.get(), PATIENCE_SECONDS, everybody()), e);
    }
  }

  /** With the whole of each stack, of which a ThreadInfo would print eight calls. */
  private static String everybody() {
    StringBuilder everybody = new StringBuilder();
    for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
      everybody.append(thread).append("all of it:\n");
      for (StackTraceElement call : thread.getStackTrace()) {
        everybody.append("  ").append(call).append('\n');
      }
    }
    return everybody.toString();
  }

  /** A life that has begun, and the way in which it will end. */
  private record Doomed(Duel duel, Kill kill) {}

  private final class Worker {
    private final Random random;
    private final List<Kill> kills;
    private final List<Doomed> open = new ArrayList<>();
    private final Map<End.Api, End.Listening> listening = new EnumMap<>(End.Api.class);
    private final Map<String, Integer> done = new TreeMap<>();

    Worker(Random random, List<Kill> kills) {
      this.random = random;
      this.kills = kills;
    }

    Map<String, Integer> kill(int many) throws Exception {
      for (End.Api api : End.Api.values()) {
        listening.put(api, End.Listening.open(api));
      }
      for (int i = 0; i < many; i++) {
        open.add(open());
        if (open.size() == OPEN_PER_WORKER) {
          killOne();
        }
      }
      while (!open.isEmpty()) {
        killOne();
      }
      for (End.Listening one : listening.values()) {
        one.close();
      }
      return done;
    }

    private void killOne() throws Exception {
      Doomed doomed = open.remove(random.nextInt(open.size()));
      doomed.kill.happen(doomed.duel, 1 + random.nextInt(MOST_CALLS));
      dead.incrementAndGet();
    }

    private Doomed open() throws IOException {
      Kill kill = kills.get(random.nextInt(kills.size()));
      boolean clientKills = random.nextBoolean();
      End.Api killers = oneOf(new ArrayList<>(kill.killers));
      End.Api victims = oneOf(List.of(End.Api.values()));
      End.Listening server = listening.get(clientKills ? victims : killers);
      End client = End.connect(clientKills ? killers : victims, server.address());
      End accepted = server.accept();
      Duel duel =
          clientKills ? new Duel(client, accepted, threads) : new Duel(accepted, client, threads);
      duel.begin();
      count(clientKills ? "client" : "server", "killer", kill);
      count(clientKills ? "server" : "client", "victim", kill);
      return new Doomed(duel, kill);
    }

    private <T> T oneOf(List<T> choice) {
      return choice.get(random.nextInt(choice.size()));
    }

    private void count(String side, String role, Kill kill) {
      done.merge(side + " " + role + " " + kill, 1, Integer::sum);
    }
  }
}
