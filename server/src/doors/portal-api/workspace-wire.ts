import type { Workspace } from '@millrace/contract'
import type { ShownWorkspace } from '../../contexts/trials/index.ts'

export function workspaceWire(workspace: ShownWorkspace): Workspace {
  const { state, failure, people, parts, files, mayUse, mayMend, hasCluster } = workspace
  return {
    ...{ state, people: [...people], mayUse, mayMend, mayLaunch: mayUse && hasCluster },
    ...(failure !== null && { failure }),
    parts: parts.map(({ kind, name, state: now }) => ({
      ...{ kind, state: now },
      ...(name !== undefined && { name }),
    })),
    files: files.map(({ path, sizeBytes, digest }) => ({
      ...{ path, sizeBytes },
      ...(digest !== null && { digest }),
    })),
  }
}
