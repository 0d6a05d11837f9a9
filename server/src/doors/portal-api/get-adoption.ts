import { wireAdoption } from './adoption-wire.ts'
import { typeText } from './dataset.ts'
import { operation } from './operation.ts'

export const getAdoption = operation('getAdoption', async (deps, { caller, params }) => {
  const adoption = await deps.catalog.getAdoption(caller, params)
  return {
    ...wireAdoption(adoption),
    columns: adoption.columns.map(({ name, type, divides }) => ({
      name,
      type: typeText(type),
      partition: divides,
    })),
    notes: adoption.notes,
  }
})
