import { noSuchItem } from './errors.ts'
import { feedsById } from './feeds-by-id.ts'
import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'
import { wireQuarantine } from './quarantine-wire.ts'

export const getQuarantine = operation(
  'getQuarantine',
  async (deps, { caller, params: { id } }) => {
    if (!/^\d{1,15}$/.test(id)) throw noSuchItem({ kind: 'quarantined vintage', id })
    const wanted = { vintageId: Number(id) }
    const [found] = (await ingestionOf(deps).listQuarantine(caller, wanted)).items
    if (!found) throw noSuchItem({ kind: 'quarantined vintage', id })
    const { files, findings, landingLocation } = found.vintage
    return {
      ...wireQuarantine(found, await feedsById(deps, caller)),
      samples: findings.flatMap(({ reason, samples }) =>
        samples.map(({ line, text }) => ({
          file: files[0] ?? landingLocation,
          reason,
          content: text,
          ...(line !== undefined && { line }),
        })),
      ),
      mayDecide: found.mayDecide,
    }
  },
)
