package dev.sshpulse.web;

import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Map;
import java.util.Set;

/** An application's own default, which does not like to be asked by others. */
public final class TheirFileSystem extends FileSystemProvider {
  public TheirFileSystem(FileSystemProvider ofTheJdk) {}

  /** Reads a web-config, as an agent does whom the JDK's own file system is open to. */
  public static void main(String... arguments) throws Exception {
    WebConfigWatch.check(arguments[0]);
    System.out.println("has read it");
  }

  private static IllegalStateException theirs() {
    return new IllegalStateException("this file system is the application's");
  }

  @Override
  public String getScheme() {
    return "file";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
    throw theirs();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw theirs();
  }

  @Override
  public Path getPath(URI uri) {
    throw theirs();
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) {
    throw theirs();
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path path, DirectoryStream.Filter<? super Path> filter) {
    throw theirs();
  }

  @Override
  public void createDirectory(Path path, FileAttribute<?>... attributes) {
    throw theirs();
  }

  @Override
  public void delete(Path path) {
    throw theirs();
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) {
    throw theirs();
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) {
    throw theirs();
  }

  @Override
  public boolean isSameFile(Path one, Path other) {
    throw theirs();
  }

  @Override
  public boolean isHidden(Path path) {
    throw theirs();
  }

  @Override
  public FileStore getFileStore(Path path) {
    throw theirs();
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) {
    throw theirs();
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    throw theirs();
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) {
    throw theirs();
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
    throw theirs();
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
    throw theirs();
  }
}
