import type { Caller } from '../../identity/index.ts'
import type { Adoption, AdoptionNote } from '../adoption/model/adoption.ts'
import { finalShape } from '../adoption/model/shape.ts'
import { noSuchAdoption } from '../errors.ts'
import type { Field } from '../model/schema.ts'
import { notesOf } from '../store/adoption-files.ts'
import { findAdoption } from '../store/adoptions.ts'
import type { Workings } from '../workings.ts'

export interface AdoptionDetail extends Adoption {
  /** As far as files were read. */
  columns: (Field & { divides: boolean })[]
  /** The first of them. */
  notes: AdoptionNote[]
}

const NOTES_MAX = 200

/** One run, for who asked for it. @throws catalog.no-such-adoption */
export async function getAdoption(
  { sql }: Pick<Workings, 'sql'>,
  caller: Caller,
  { id }: { id: string },
): Promise<AdoptionDetail> {
  const adoption = await ownAdoption({ sql }, caller, id)
  const { fields, dividers } = finalShape(adoption.shape, adoption.options)
  const columns = fields.map((field) => ({
    ...field,
    divides: dividers.some(({ name }) => name === field.name),
  }))
  return { ...adoption, columns, notes: await notesOf(sql, id, NOTES_MAX) }
}

/** @throws catalog.no-such-adoption also where somebody else asked for it */
export async function ownAdoption(
  { sql }: Pick<Workings, 'sql'>,
  caller: Caller,
  id: string,
): Promise<Adoption> {
  const adoption = await findAdoption(sql, id)
  if (adoption?.askerArn !== caller.principalArn) throw noSuchAdoption({ id })
  return adoption
}
