import { adoptionCancelled } from '../errors.ts'
import type { Adoption } from './model/adoption.ts'

/** Each step says whether the run still goes on. @throws catalog.adoption-cancelled */
export function demandRunning({ id }: Pick<Adoption, 'id'>, running: boolean): void {
  if (!running) throw adoptionCancelled({ id })
}
