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
  none: 'Henüz uygulama sürümü yok',
  noMatch: 'Eşleşen sürüm yok',
  noneHint: 'Windows, macOS ya da Linux için bir sürüm klasörü yükleyin.',
};
