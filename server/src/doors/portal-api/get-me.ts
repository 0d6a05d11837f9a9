import { describeMe } from './me.ts'
import { operation } from './operation.ts'

export const getMe = operation('getMe', (deps, { caller }) => describeMe(deps, caller))
