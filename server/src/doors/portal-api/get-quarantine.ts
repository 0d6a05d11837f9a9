import { noSuchItem } from './errors.ts'
import { operation } from './operation.ts'
import { quarantined, wireQuarantine } from './quarantine-wire.ts'

export const getQuarantine = operation('getQuarantine', async (deps, { caller, params }) => {
  const all = await quarantined(deps, caller)
  const found = all.find(({ vintage }) => String(vintage.id) === params.id)
  if (!found) throw noSuchItem({ kind: 'quarantined vintage', id: params.id })
  const item = wireQuarantine(found)
  const { files, findings, landingLocation } = found.vintage
  return {
    ...item,
    samples: findings.flatMap(({ reason, samples }) =>
      samples.map(({ line, text }) => ({
        file: files[0] ?? landingLocation,
        reason,
        content: text,
        ...(line !== undefined && { line }),
      })),
    ),
    mayDecide: item.state === 'open',
  }
})
