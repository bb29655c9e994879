import type { Text } from '../en.ts';

export const access: Text['access'] = {
  signIn: 'Giriş yap',
  signInTitle: 'Dream Central Storage girişi',
  email: 'E-posta',
  password: 'Parola',
  showPassword: 'Parolayı göster',
  hidePassword: 'Parolayı gizle',
  signOut: 'Çıkış yap',
  signedInAs: (email) => `${email} olarak giriş yapıldı`,
  sessionEnded: 'Oturumunuz sona erdi',
  sessionEndedHint: 'Devam etmek için yeniden giriş yapın. Yazdıklarınız kaybolmadı.',
  unreachable: 'Hizmete ulaşılamıyor',
  unreachableHint: 'Bağlantınızı denetleyin ya da birkaç dakika sonra yeniden deneyin.',
  tryingAgain: 'Yeniden deneniyor…',
  notYou: 'Başka biri olarak giriş yap',
};
