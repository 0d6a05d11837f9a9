import type { ChecksumAlgorithm } from '../../../foundation/checksum.ts'
import { DomainError } from '../../../foundation/errors.ts'
import type { Body } from '../adapters/blob-store.ts'
import type { StorageParts } from '../deps.ts'
import type { PieceContent } from '../model/object.ts'
import { discardContent, type Received, type Receiver, receiveContent } from './receive.ts'

/**
 * Takes in `body`, then lets `index` name it in the index. Where `index` refuses, the content is
 * removed; where it fails it may have committed all the same, and the sweeper decides later.
 */
export async function storeContent<Result>(
  deps: Receiver,
  body: Body,
  index: (received: Received) => Promise<Result>,
  wanted?: ChecksumAlgorithm,
): Promise<Result> {
  const received = await receiveContent(deps, body, wanted)
  return indexContent(deps, received.content, () => index(received))
}

export async function indexContent<Result>(
  deps: Pick<StorageParts, 'blobs'>,
  content: PieceContent,
  index: () => Promise<Result>,
): Promise<Result> {
  try {
    return await index()
  } catch (error) {
    if (error instanceof DomainError) await discardContent(deps.blobs, content)
    throw error
  }
}
