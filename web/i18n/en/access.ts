export const access = {
  signIn: 'Sign in',
  signInTitle: 'Sign in to Dream Central Storage',
  email: 'Email',
  password: 'Password',
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  signOut: 'Sign out',
  signedInAs: (email: string) => `Signed in as ${email}`,
  sessionEnded: 'Your session has ended',
  sessionEndedHint: 'Sign in again to go on. Nothing you typed is lost.',
  notYou: 'Sign in as somebody else',
};
