/** How one part of the platform is, in words for people. */
export interface ComponentStatus {
  name: string
  state: 'ok' | 'starting' | 'warning' | 'failed' | 'absent'
  detail?: string
}

/** Where parts say how they are, and whoever asks finds it. */
export interface StatusBoard {
  report(status: ComponentStatus): void
  components(): readonly ComponentStatus[]
}

export function createStatusBoard(): StatusBoard {
  const latest = new Map<string, ComponentStatus>()
  return {
    report: (status) => void latest.set(status.name, status),
    components: () => [...latest.values()],
  }
}
