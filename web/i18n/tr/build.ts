import type { Text } from '../en.ts';

export const build: Text['build'] = {
  gone: 'Böyle bir sürüm yok',
  goneHint: 'Bağlantı eski olabilir ya da sürüm çöp kutusundadır.',
  toList: 'Uygulama sürümlerine git',
};
