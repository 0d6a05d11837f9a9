import type { Attributes } from 'ssh2'
import type { InboxEntry } from '../../contexts/ingestion/index.ts'

const DIRECTORY = 0o040750 // POSIX S_IFDIR, with what its owner and their group may.
const FILE = 0o100640 // POSIX S_IFREG.

/** As SFTP tells them: neither owner nor mode means anything here. */
export function attributesOf({ file }: InboxEntry): Attributes {
  const seconds = Math.floor((file?.modifiedAt.getTime() ?? 0) / 1000)
  const size = file?.sizeBytes ?? 0
  const times = { atime: seconds, mtime: seconds }
  return { mode: file ? FILE : DIRECTORY, uid: 0, gid: 0, size, ...times }
}

/** A line as `ls -l` prints it: some clients read names out of it. */
export function nameOf(entry: InboxEntry) {
  const attrs = attributesOf(entry)
  const kind = entry.file ? '-rw-r-----' : 'drwxr-x---'
  const [, day = '', month = '', year = ''] = new Date(attrs.mtime * 1000).toUTCString().split(' ')
  const longname = `${kind} 1 vendor vendor ${attrs.size} ${month} ${day} ${year} ${entry.name}`
  return { filename: entry.name, longname, attrs }
}
