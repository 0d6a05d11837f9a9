import type { Caller } from '../../identity/index.ts'
import { invalidView, unreadableFile } from '../errors.ts'
import type { LoadedView, RegisterView } from '../model/face.ts'
import { checkLocation } from '../model/table.ts'
import { checkViewMetadata, type ViewMetadata } from '../model/view.ts'
import { demandFile } from '../steps/gates.ts'
import { openForView } from '../steps/new-table.ts'
import { insertKnownView } from '../steps/new-view.ts'
import { demandKnownPlace } from '../steps/place.ts'
import type { Workings } from '../workings.ts'

/** As `registerTable`: what is registered must be the caller's to read, write and remove. */
export async function registerView(
  deps: Workings,
  caller: Caller,
  command: RegisterView,
): Promise<LoadedView> {
  const database = await openForView(deps, caller, command)
  const file = checkLocation(command.metadataLocation)
  await demandFile(deps, caller, file)
  const metadata = await metadataAt(deps, file)
  await demandKnownPlace(deps, caller, { database, location: metadata.location, file })
  const creation = { database, ref: command, metadata, metadataLocation: file }
  return insertKnownView(deps, caller, creation)
}

async function metadataAt({ viewFiles }: Workings, location: string): Promise<ViewMetadata> {
  try {
    const metadata = await viewFiles.readForeign(location)
    checkViewMetadata(metadata)
    return metadata
  } catch (error) {
    if (!unreadableFile.matches(error)) throw error
    throw invalidView({ reason: 'the file is no metadata of a view' }, { cause: error })
  }
}
