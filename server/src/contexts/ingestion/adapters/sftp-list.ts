import type { FileEntryWithStats, SFTPWrapper } from 'ssh2'
import { fetchFailed } from '../errors.ts'
import type { RemoteFile } from '../model/listing.ts'

/** In one directory, of any kind, and of answers: a listing may go on for ever. */
const ENTRIES_MAX = 1_000_000
const ANSWERS_MAX = 100_000
const END_OF_LIST = 1 // draft-ietf-secsh-filexfer-02, section 7: SSH_FX_EOF.

/** The files of a directory, not those below it. @throws ingestion.fetch-failed */
export async function listFiles(
  sftp: SFTPWrapper,
  { directory, lost }: { directory: string; lost: (tell: () => void) => () => void },
): Promise<RemoteFile[]> {
  let forget = () => {}
  // A question that is asked when the connection is gone already is never answered.
  const gone = new Promise<never>((_, reject) => {
    forget = lost(() => reject(fetchFailed({ path: directory, reason: 'the connection was lost' })))
  })
  gone.catch(() => {})
  const answered = <Answer>(answer: Promise<Answer>) => Promise.race([answer, gone])
  try {
    const handle = await answered(opened(sftp, directory))
    const files: RemoteFile[] = []
    let count = 0
    for (let answers = 0; ; answers += 1) {
      const entries = await answered(nextEntries(sftp, { handle, directory }))
      if (!entries) break
      for (const { filename, attrs } of entries)
        if (attrs.isFile())
          files.push({
            path: filename,
            sizeBytes: attrs.size,
            modifiedAt: new Date(attrs.mtime * 1000),
          })
      count += entries.length
      if (count > ENTRIES_MAX)
        throw fetchFailed({ path: directory, reason: `it holds over ${ENTRIES_MAX} entries` })
      if (answers === ANSWERS_MAX)
        throw fetchFailed({ path: directory, reason: `it takes over ${ANSWERS_MAX} answers` })
    }
    sftp.close(handle, () => {})
    return files
  } finally {
    forget()
  }
}

function opened(sftp: SFTPWrapper, directory: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sftp.opendir(directory, (error, handle) => {
      if (error) reject(failed(directory, error))
      else resolve(handle)
    })
  })
}

/** Undefined: there are no more. */
function nextEntries(
  sftp: SFTPWrapper,
  { handle, directory }: { handle: Buffer; directory: string },
): Promise<FileEntryWithStats[] | undefined> {
  return new Promise((resolve, reject) => {
    sftp.readdir(handle, (error, entries) => {
      if (!error) resolve(entries)
      else if ((error as { code?: unknown }).code === END_OF_LIST) resolve(undefined)
      else reject(failed(directory, error))
    })
  })
}

function failed(path: string, cause: Error): Error {
  return fetchFailed({ path, reason: cause.message }, { cause })
}
