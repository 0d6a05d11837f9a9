import { operation } from './operation.ts'
import { trialsOf } from './trials-of.ts'

/** As bytes to keep, whatever they are: nobody opens them on the portal’s own origin. */
export const getWorkspaceFile = operation(
  'getWorkspaceFile',
  async (deps, { caller, params: { id }, query: { path } }) => {
    const trials = trialsOf(deps, 'getWorkspaceFile')
    const content = await trials.getWorkspaceFile(caller, { id, path })
    const name = path.split('/').at(-1) ?? path
    const contentType = 'application/octet-stream'
    return { name, contentType, base64: content.toString('base64') }
  },
)
