import { randomUUID } from 'node:crypto'
import type { Caller } from '../../identity/index.ts'
import { invalidLocation, viewAlreadyExists } from '../errors.ts'
import type { CreateView, LoadedView } from '../model/face.ts'
import { newViewMetadata } from '../model/view.ts'
import { openForView } from '../steps/new-table.ts'
import { insertKnownView, viewFileAt } from '../steps/new-view.ts'
import { placeFor } from '../steps/place.ts'
import type { Workings } from '../workings.ts'

/**
 * Keeps a text under a name. Nobody looks at what it names: engines run it with the rights of
 * whoever asks, so it opens nothing.
 *
 * @throws catalog.view-already-exists, catalog.invalid-metadata, catalog.invalid-location
 */
export async function createView(
  deps: Workings,
  caller: Caller,
  command: CreateView,
): Promise<LoadedView> {
  const database = await openForView(deps, caller, command)
  const { schema, version, properties = {} } = command
  const place = command.location === undefined ? {} : { location: command.location }
  const location = await placeFor(deps, caller, { database, name: command.view, ...place })
  const metadata = newViewMetadata({ uuid: randomUUID(), location, schema, version, properties })
  const metadataLocation = viewFileAt(metadata, 0)
  await deps.viewFiles.write(metadataLocation, metadata)
  try {
    const creation = { database, ref: command, metadata, metadataLocation }
    return await insertKnownView(deps, caller, creation)
  } catch (error) {
    if (viewAlreadyExists.matches(error) || invalidLocation.matches(error))
      await deps.storage.remove([metadataLocation])
    throw error
  }
}
