package dev.sshpulse.agent;

import java.io.ByteArrayOutputStream;
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
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Loads what lies under {@code inst/} in the jar, so that the application sees none of it, and it
 * sees nothing of the application.
 *
 * <p>A {@code URLClassLoader} could read {@code jar:file:…!/inst/} too, at twice the cost for each
 * class.
 */
final class IsolatedLoader extends ClassLoader {
  private static final String PREFIX = "inst/";

  static {
    registerAsParallelCapable();
  }

  private final JarFile jar;
  private final String base;
  private final ProtectionDomain domain;

  IsolatedLoader(File file, URL location) throws IOException {
    super(platform());
    this.jar = new JarFile(file, false);
    this.base = "jar:" + location + "!/" + PREFIX;
    Permissions all = new Permissions();
    all.add(new AllPermission());
    this.domain = new ProtectionDomain(new CodeSource(location, (Certificate[]) null), all);
  }

  /** The platform loader: the last before the bootstrap loader, which has no object. */
  private static ClassLoader platform() {
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    while (loader.getParent() != null) {
      loader = loader.getParent();
    }
    return loader;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    ZipEntry entry = jar.getEntry(PREFIX + name.replace('.', '/') + ".class");
    if (entry == null) {
      throw new ClassNotFoundException(name);
    }
    try {
      byte[] bytes = read(entry);
      return defineClass(name, bytes, 0, bytes.length, domain);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private byte[] read(ZipEntry entry) throws IOException {
    int size = (int) entry.getSize();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
    byte[] buffer = new byte[Math.max(size, 1)];
    try (InputStream in = jar.getInputStream(entry)) {
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        bytes.write(buffer, 0, n);
      }
    }
    return bytes.toByteArray();
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
