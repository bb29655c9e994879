import type { Text } from '../en.ts';

export const builds: Text['builds'] = {
  title: 'Uygulama sürümleri',
  search: 'Sürüm ara',
  version: 'Sürüm',
  platform: 'Platform',
  platforms: { windows: 'Windows', macos: 'macOS', linux: 'Linux' },
  anyPlatform: 'Her platform',
  channel: 'Kanal',
  latest: 'En yeni',
  files: 'Dosya',
  size: 'Boyut',
  published: 'İlk yayın',
  updated: 'Güncelleme',
  promote: 'Orada sun',
  promoteMenu: 'Kanalı değiştir',
  promoteTitle: (name) => `${name} hangi kanalda sunulsun?`,
  promoteHint: (channel) =>
    `Şimdi ${channel} kanalında. Bir kanalı izleyenler oradaki en yeni sürümü alır.`,
  promoted: (name, channel) => `${name} artık ${channel} kanalında.`,
  sameChannel: 'Zaten bu kanalda.',
  badChannel: 'En çok 32 karakter: a-z 0-9 -.',
  none: 'Henüz uygulama sürümü yok',
  noMatch: 'Eşleşen sürüm yok',
  noneHint: 'Windows, macOS ya da Linux için bir sürüm klasörü yükleyin.',
};
