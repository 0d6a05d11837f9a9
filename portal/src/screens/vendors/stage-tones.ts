export const STAGE_TONES = { prospect: 'info', agreement: 'good', closed: 'mute' } as const
