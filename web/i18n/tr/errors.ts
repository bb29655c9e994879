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
    'upload.revision_conflict':
      'Bu arada başkası yayınladı. Şimdi ne olduğuna bakıp yeniden deneyin.',
    'revision.not_found': 'O düzeltme artık saklanmıyor.',
  },
};
