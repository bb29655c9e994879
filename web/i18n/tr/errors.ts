import type { Text } from '../en.ts';

export const errors: Text['errors'] = {
  title: 'Bu işlem olmadı',
  unreachable: 'Hizmete ulaşılamıyor. Bağlantınızı denetleyip yeniden deneyin.',
  unexpected:
    'Bizim tarafımızda bir sorun oldu. Yeniden deneyin; sürerse istek numarasını bize bildirin.',
  throttled: (wait) => `Çok fazla başarısız deneme. ${wait} sonra yeniden deneyin.`,
  codes: {
    'auth.bad_credentials': 'E-posta ya da parola yanlış. İkisini de denetleyip yeniden deneyin.',
    'auth.wrong_password': 'Şimdiki parola yanlış.',
    'auth.refresh_invalid': 'Oturumunuz sona erdi. Yeniden giriş yapın.',
    'auth.forbidden': 'Rolünüz buna izin vermiyor.',
    'user.exists': 'Bu e-postayla bir kullanıcı zaten var.',
    'user.is_yourself': 'Bunu kendinize yapamazsınız. Başka bir yöneticiden isteyin.',
    'book.not_found': 'Böyle bir kitap yok. Kalıcı olarak silinmiş olabilir.',
    'book.exists': 'Bu yayınevinin bu adda bir kitabı zaten var. Başka bir ad seçin.',
    'book.busy': 'Kitap taşınıyor. Bitmesini bekleyip yeniden deneyin.',
    'book.uploads_open':
      'Bu kitaba açık bir yükleme var. Bitirip ya da iptal edip yeniden deneyin.',
    'book.in_trash': 'Kitap çöp kutusunda. Önce geri yükleyin.',
    'build.in_trash': 'Sürüm çöp kutusunda. Önce geri yükleyin.',
    'build.not_found': 'Böyle bir sürüm yok.',
    'trash.name_taken': 'Adı bu arada başkasınca alındı. Başka bir adla geri yükleyin.',
    'trash.purging': 'Kalıcı olarak siliniyor, artık geri yüklenemez.',
    'trash.restoring': 'Geri yükleniyor.',
    'trash.not_found': 'Artık çöp kutusunda değil.',
    'request.precondition_failed': 'Bu arada başkası değiştirdi.',
    'storage.not_found': 'Burada okunacak bir şey yok. Gizlenmiş ya da kaldırılmış olabilir.',
    'storage.unavailable': 'Dosya deposuna ulaşılamıyor. Birazdan yeniden deneyin.',
    'database.unavailable': 'Hizmet veritabanına ulaşamıyor. Birazdan yeniden deneyin.',
    'revision.not_found': 'O düzeltme artık saklanmıyor.',
  },
  manifest: {
    'manifest.empty': () => 'Klasörde hiç dosya yok. Doğru klasör mü?',
    'manifest.invalid_unicode': () => 'Adında yarım bir karakter var. Yeniden adlandırın.',
    'manifest.control_character': () =>
      'Adında görünmeyen bir denetim karakteri var. Yeniden adlandırın.',
    'manifest.bidi_control': () =>
      'Adında yazı yönünü değiştiren gizli bir karakter var. Yeniden adlandırın.',
    'manifest.absolute_path': () => 'Yolu klasörün içinde başlamıyor. Yeniden adlandırın.',
    'manifest.dot_segment': () => 'Bir ad “.” ya da “..” olamaz. Yeniden adlandırın.',
    'manifest.empty_segment': () => 'Bir ad boş. Yeniden adlandırın.',
    'manifest.windows_character': () =>
      'Windows, içinde < > : " | ? * \\ karakterlerinden biri olan adları tutamaz. Onsuz adlandırın.',
    'manifest.windows_name': () =>
      'Windows CON, AUX, NUL, COM1 gibi adları kendine ayırır. Yeniden adlandırın.',
    'manifest.trailing_dot_or_space': () =>
      'Windows, noktayla ya da boşlukla biten adları tutamaz. Yeniden adlandırın.',
    'manifest.segment_too_long': () => 'Adı çok uzun. Kısaltın.',
    'manifest.path_too_long': () =>
      'Yolu çok uzun. Klasörlerinin adlarını kısaltın ya da onu daha yukarı taşıyın.',
    'manifest.duplicate_path': () =>
      'İkisinin adı aynı, yalnızca Unicode yazımları farklı. Birini bırakın.',
    'manifest.case_collision': () =>
      'İki ad yalnızca büyük-küçük harfte ayrılıyor; Windows ve macOS bunları yan yana tutamaz. Birini yeniden adlandırın.',
    'manifest.file_is_directory': () =>
      'Bir dosyayla bir klasörün adı aynı. Birini yeniden adlandırın.',
    'manifest.file_too_large': () =>
      'Dosya, bir dosyanın olabileceğinden büyük. Bölün ya da dışarıda bırakın.',
    'manifest.bad_link': () => 'Bir kitap bağlantı içeremez. Yerine, gösterdiği dosyayı koyun.',
    'manifest.quota_files': ({ limit, actual }) =>
      `Klasörde ${actual} dosya var; en çok ${limit} olabilir. Doğru klasör mü?`,
    'manifest.quota_bytes': ({ limit, actual }) =>
      `Klasörde ${actual} bayt var; en çok ${limit} olabilir. Doğru klasör mü?`,
  },
  fileChanged: (path) => `${path} yüklenirken değişti. Klasöre kimse yazmıyorken yeniden deneyin.`,
  fileUnreadable: (path) =>
    `${path} okunamıyor. Başka bir yerde açık mı, size kapalı mı, bakıp yeniden deneyin.`,
  storeBusy: 'Dosya deposu şimdi alamayacak kadar meşgul. Biraz sonra yeniden deneyin.',
  storeRefused: 'Dosya deposu gönderileni kabul etmedi. Yeniden deneyin; sürerse bize bildirin.',
};
