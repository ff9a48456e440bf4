export * from './app-vi-11f8b0ac.js?again';
