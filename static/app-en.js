export * from './app-en-1532def0.js?again';
