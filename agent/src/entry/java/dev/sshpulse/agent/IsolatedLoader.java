package dev.sshpulse.agent;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.security.AllPermission;
import java.security.CodeSource;
import java.security.Permissions;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Loads what lies under {@code inst/} in the jar, so that the application sees none of it, and it
 * sees nothing of the application.
 *
 * <p>A {@code URLClassLoader} could read {@code jar:file:…!/inst/} too, by a URL connection for
 * each class.
 */
final class IsolatedLoader extends ClassLoader implements Closeable {
  private static final String PREFIX = "inst/";
  private static final String ATTACH = "com.sun.tools.attach.";

  static {
    registerAsParallelCapable();
  }

  private final ZipFile jar;
  private final String base;
  private final ProtectionDomain domain;

  IsolatedLoader(File file, URL location) throws IOException {
    super(platform());
    this.jar = new ZipFile(file);
    this.base = "jar:" + location + "!/" + PREFIX;
    Permissions all = new Permissions();
    all.add(new AllPermission());
    this.domain = new ProtectionDomain(new CodeSource(location, (Certificate[]) null), all);
  }

  /** Lets go of the jar: nothing more can be loaded. */
  @Override
  public void close() throws IOException {
    jar.close();
  }

  /** The platform loader: the last before the bootstrap loader, which has no object. */
  private static ClassLoader platform() {
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    while (loader.getParent() != null) {
      loader = loader.getParent();
    }
    return loader;
  }

  /**
   * Looks here before it asks the parent, which knows none of our packages: its refusal is an
   * exception, and hundreds of those are milliseconds of the application's start.
   */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    ZipEntry entry = name.startsWith("java.") ? null : entryOf(name);
    if (entry == null) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name, entry) : loaded;
    }
  }

  private ZipEntry entryOf(String className) {
    return jar.getEntry(PREFIX + className.replace('.', '/') + ".class");
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    ZipEntry entry = entryOf(name);
    return entry == null ? ofTheJdk(name) : define(name, entry);
  }

  private Class<?> define(String name, ZipEntry entry) throws ClassNotFoundException {
    try {
      byte[] bytes = read(entry);
      return defineClass(name, bytes, 0, bytes.length, domain);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /** The attach API is the application loader's. Only commands ask for it, which have no other. */
  private static Class<?> ofTheJdk(String name) throws ClassNotFoundException {
    if (name.startsWith(ATTACH)) {
      return ClassLoader.getSystemClassLoader().loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }

  private byte[] read(ZipEntry entry) throws IOException {
    byte[] bytes = new byte[(int) entry.getSize()];
    try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
      in.readFully(bytes);
    }
    return bytes;
  }

  @Override
  protected URL findResource(String name) {
    try {
      return jar.getEntry(PREFIX + name) == null ? null : new URL(base + name);
    } catch (MalformedURLException e) {
      return null; // a name that is no URL is the name of nothing here
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL one = findResource(name);
    return one == null
        ? Collections.<URL>emptyEnumeration()
        : Collections.enumeration(Collections.singleton(one));
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    try {
      ZipEntry entry = jar.getEntry(PREFIX + name);
      return entry == null ? super.getResourceAsStream(name) : jar.getInputStream(entry);
    } catch (IOException e) {
      return null;
    }
  }
}
