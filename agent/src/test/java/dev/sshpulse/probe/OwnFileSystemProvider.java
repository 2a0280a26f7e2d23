package dev.sshpulse.probe;

import java.io.IOException;
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
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Map;
import java.util.Set;

/** An application's own default file system: the JDK's behind another name. */
public final class OwnFileSystemProvider extends FileSystemProvider {
  private final FileSystemProvider jdk;

  /**
   * The JDK makes one, by its name.
   *
   * @param jdk the JDK's own
   */
  public OwnFileSystemProvider(FileSystemProvider jdk) {
    this.jdk = jdk;
  }

  @Override
  public String getScheme() {
    return jdk.getScheme();
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) throws IOException {
    return jdk.newFileSystem(uri, environment);
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return new Files(jdk.getFileSystem(uri));
  }

  @Override
  public Path getPath(URI uri) {
    return jdk.getPath(uri);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return jdk.newByteChannel(path, options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    return jdk.newDirectoryStream(directory, filter);
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    jdk.createDirectory(directory, attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    jdk.delete(path);
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    jdk.copy(source, target, options);
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    jdk.move(source, target, options);
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return jdk.isSameFile(one, other);
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return jdk.isHidden(path);
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return jdk.getFileStore(path);
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    jdk.checkAccess(path, modes);
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return jdk.getFileAttributeView(path, type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return jdk.readAttributes(path, type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return jdk.readAttributes(path, attributes, options);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    jdk.setAttribute(path, attribute, value, options);
  }

  /** The JDK's file system, which says that it is the application's. */
  private final class Files extends FileSystem {
    private final FileSystem files;

    Files(FileSystem files) {
      this.files = files;
    }

    @Override
    public FileSystemProvider provider() {
      return OwnFileSystemProvider.this;
    }

    @Override
    public void close() throws IOException {
      files.close();
    }

    @Override
    public boolean isOpen() {
      return files.isOpen();
    }

    @Override
    public boolean isReadOnly() {
      return files.isReadOnly();
    }

    @Override
    public String getSeparator() {
      return files.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
      return files.getRootDirectories();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
      return files.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
      return files.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
      return files.getPath(first, more);
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
      return files.getPathMatcher(pattern);
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
      return files.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() throws IOException {
      return files.newWatchService();
    }
  }
}
