export * from './app-vi-63d53877.js?again';
