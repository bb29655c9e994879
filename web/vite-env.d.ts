interface ImportMetaEnv {
  /** Absolute URL of the API; the origin the panel came from unless the build names one. */
  readonly VITE_API_BASE_URL?: string;
}
