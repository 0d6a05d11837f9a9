/** Of the whole platform; reports and answers carry it. */
export const VERSION = '0.1.0'
