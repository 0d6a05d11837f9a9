import { openOperation } from './operation.ts'

export const getStatus = openOperation('getStatus', (deps) => deps.status())
