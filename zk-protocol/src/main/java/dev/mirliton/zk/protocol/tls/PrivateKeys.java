package dev.mirliton.zk.protocol.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Reads private keys out of PEM blocks. */
final class PrivateKeys {
  private static final List<String> TYPES = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  /** The identifier of RSA keys, with its empty parameters: what PKCS #8 puts before the key. */
  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  /** The identifier of keys on elliptic curves; the curve follows. */
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

  private PrivateKeys() {}

  /**
   * Returns the first key.
   *
   * @param password for an encrypted one
   */
  static PrivateKey first(List<PemBlock> blocks, char @Nullable [] password)
      throws UnusableException {
    for (PemBlock block : blocks) {
      byte[] content = block.content();
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return decode(content);
        }
        case "ENCRYPTED PRIVATE KEY" -> {
          return decrypt(content, password);
        }
        case "RSA PRIVATE KEY" -> {
          return decode(pkcs8(RSA, content));
        }
        case "EC PRIVATE KEY" -> {
          return decode(pkcs8(Asn1.sequence(EC, curve(content)), content));
        }
        default -> {} // a certificate, parameters of a curve
      }
    }
    throw new UnusableException("it holds no private key in PEM", null);
  }

  private static PrivateKey decode(byte[] pkcs8) throws UnusableException {
    for (String type : TYPES) {
      try {
        return KeyFactory.getInstance(type).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException another) {
        // Of another type, perhaps.
      } catch (GeneralSecurityException missing) {
        throw new UnusableException("this JDK has no keys for " + type, missing);
      }
    }
    throw new UnusableException("its private key is of no type that this JDK knows", null);
  }

  private static PrivateKey decrypt(byte[] content, char @Nullable [] password)
      throws UnusableException {
    if (password == null) {
      throw new UnusableException("its private key is encrypted and no password was given", null);
    }
    PBEKeySpec secret = new PBEKeySpec(password);
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(content);
      // Of PBES2 only the parameters know what it is made of.
      String name = info.getAlgName();
      boolean composed = name.equals("PBES2") || name.equals("1.2.840.113549.1.5.13");
      String algorithm = composed ? info.getAlgParameters().toString() : name;
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(algorithm).generateSecret(secret),
          info.getAlgParameters());
      return decode(info.getKeySpec(cipher).getEncoded());
    } catch (InvalidKeySpecException | java.security.InvalidKeyException wrong) {
      throw new UnusableException("the password does not open its private key", wrong);
    } catch (java.security.NoSuchAlgorithmException | IOException unknown) {
      throw new UnusableException(
          "its private key is encrypted in a way that this JDK does not know", unknown);
    } catch (GeneralSecurityException failed) {
      throw new UnusableException("the password does not open its private key", failed);
    } finally {
      secret.clearPassword();
    }
  }

  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return Asn1.sequence(VERSION_0, algorithm, Asn1.octets(key));
  }

  /** Finds the curve in a key of RFC 5915: version, key, [0] curve, [1] public key. */
  private static byte[] curve(byte[] key) throws UnusableException {
    try {
      for (Asn1 part : Asn1.read(key).parts()) {
        if (part.tag() == 0xa0) {
          return part.content();
        }
      }
    } catch (IndexOutOfBoundsException garbled) {
      throw new UnusableException("its private key is garbled", null);
    }
    throw new UnusableException("its private key does not say on which curve it is", null);
  }

  /** Whether the two belong together. */
  static boolean match(PrivateKey key, PublicKey certified) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          case "RSASSA-PSS" -> ""; // its parameters say how; a server will notice
          default -> key.getAlgorithm();
        };
    if (algorithm.isEmpty()) {
      return true;
    }
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(EC);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(EC);
      return signature.verify(signed);
    } catch (GeneralSecurityException ofAnotherType) {
      return false;
    }
  }
}
