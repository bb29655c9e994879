import type { Text } from '../en.ts';

export const books: Text['books'] = {
  title: 'Kitaplar',
  search: 'Kitap ara',
  name: 'Başlık',
  publisher: 'Yayınevi',
  language: 'Dil',
  category: 'Kategori',
  version: 'Sürüm',
  status: 'Durum',
  files: 'Dosya',
  size: 'Boyut',
  updated: 'Güncelleme',
  statuses: { draft: 'Taslak', published: 'Yayında', archived: 'Çöp kutusunda' },
  anyStatus: 'Her durum',
  select: (name) => `${name} kitabını seç`,
  none: 'Henüz kitap yok',
  noneHint: 'Bir kitap veri klasörü yükleyin; kitap onunla birlikte oluşturulur.',
  noMatch: 'Eşleşen kitap yok',
};
