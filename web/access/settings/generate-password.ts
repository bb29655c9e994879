/** Without those that are taken for one another when they are read aloud or typed off: 0 O 1 l I. */
const ALPHABET = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** 20 of 57 characters are 116 bits. */
const LENGTH = 20;

/** A password nobody guesses. */
export function generatePassword(): string {
  // Bytes from here on would make the first characters of the alphabet likelier than others.
  const limit = 256 - (256 % ALPHABET.length);
  let password = '';
  while (password.length < LENGTH) {
    const [byte = limit] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < limit) password += ALPHABET[byte % ALPHABET.length];
  }
  return password;
}
