import { createHash } from 'node:crypto';
import { bytes } from './arguments.ts';
import { helper, type HelperGroup } from './helper.ts';

function hash(algorithm: string) {
  return helper(1, 1, (args, call) => createHash(algorithm).update(bytes(call, args, 0)).digest('hex'));
}

const [md5, sha1, sha256, sha512] = [hash('md5'), hash('sha1'), hash('sha256'), hash('sha512')];

export const hashes: HelperGroup = { md5, md5sum: md5, sha1, sha1sum: sha1, sha256, sha256sum: sha256, sha512, sha512sum: sha512 };
