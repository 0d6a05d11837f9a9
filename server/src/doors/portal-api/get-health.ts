import { operation } from './operation.ts'

export const getHealth = operation('getHealth', (deps, { caller }) => deps.health(caller))
