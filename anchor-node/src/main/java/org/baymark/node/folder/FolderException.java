package org.baymark.node.folder;

/** A file of the working folder that cannot be used; the message is for the operator. */
public final class FolderException extends Exception {
  private static final long serialVersionUID = 1L;

  public FolderException(String sentence) {
    super(sentence);
  }
}
